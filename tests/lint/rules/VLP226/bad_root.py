"""The functions of the logging module, which log by the root logger."""
import logging


class Agent:
    def poll(self):
        logging.info("Polled")  # VLP226
        try:
            self.rpc.report()
        except OSError:
            logging.exception("No report")  # VLP226
