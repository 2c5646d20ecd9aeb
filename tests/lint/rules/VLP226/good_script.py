"""A tool that talks to people and has no logger."""
import sys


def main():
    print("Usage: report FILE")
    return len(sys.argv)
