"""`python -m bot`: the front door for those who have no console script."""

from config.cli import main

if __name__ == "__main__":
    main()
