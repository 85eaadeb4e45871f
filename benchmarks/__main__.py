"""All figures in one run: the engine beside its rivals, whole pages, the review, questions."""

from benchmarks import durable, pages, reviews, search

if __name__ == "__main__":
    search.main()
    pages.main([])
    reviews.main([])
    durable.main()
