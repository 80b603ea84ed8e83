"""What curators use in the terminal: what is missing, what is asked, what an edit changes, the whole on a page.

unanswered   what people asked and did not get, the most frequent first
clusters     questions that ask the same
statistics   what is asked, answered, shared and judged unhelpful, as a table and a picture
changes      which questions would now be answered differently
pages        the knowledge base as one readable page, and for search engines
schemas      JSON Schema of the content files, for editors' completion
"""
