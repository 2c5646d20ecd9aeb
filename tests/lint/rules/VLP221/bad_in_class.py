"""A logger of a class, with a name of its own."""
import logging


class Client:
    def __init__(self):
        self.log = logging.getLogger("swagger_client")  # VLP221

    def send(self):
        self.log.debug("Sent")
