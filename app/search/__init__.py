"""The search engine: documents, analysis, query understanding, index and answers, over arrays that
Whoosh feeds.
"""
