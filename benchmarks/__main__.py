"""All figures in one run: the engine beside its rivals, finding, whole pages, review, questions."""

from benchmarks import durable, finding, pages, reviews, search

if __name__ == "__main__":
    search.main()
    finding.main([])
    pages.main([])
    reviews.main([])
    durable.main()
