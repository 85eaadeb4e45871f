"""All figures in one run: the engine beside its rivals, whole pages, questions on the disk."""

from benchmarks import durable, pages, search

if __name__ == "__main__":
    search.main()
    pages.main([])
    durable.main()
