"""Start the studio: its window, or with a command the same work without one."""

if __name__ == "__main__":
    import multiprocessing
    import sys

    multiprocessing.freeze_support()  # the packaged executable is its own worker process
    if sys.argv[1:]:
        from studio.cli import main
    else:
        from studio.app import main
    sys.exit(main())
