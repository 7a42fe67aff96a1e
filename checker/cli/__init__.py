"""The command line: words to calls, results to streams and an exit code. Decides nothing about plans."""
