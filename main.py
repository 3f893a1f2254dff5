"""Start the studio: its window, or with a command the same work without one."""

if __name__ == "__main__":
    import sys

    if getattr(sys, "frozen", False):
        import multiprocessing

        multiprocessing.freeze_support()  # the packaged executable is its own worker process
    if sys.argv[1:]:
        from studio.cli import main
    else:
        import gc

        gc.disable()  # until the window is there: nothing that is made for it is garbage
        from studio.app import main
    sys.exit(main())
