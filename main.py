"""Start the studio."""

if __name__ == "__main__":
    import sys

    from studio.app import main

    sys.exit(main())
