"""All figures in one run: the engine beside its rivals, then whole pages."""

from benchmarks import pages, search

if __name__ == "__main__":
    search.main()
    pages.main([])
