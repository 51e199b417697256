"""The gate in front of every page: who is let in, the pages of signing in, and what may be reached without.

`middleware.Gate` stands before Streamlit over http and websocket; `pages` are served by Starlette, without Streamlit,
and need nothing but their own style. What a person may do is decided below, in `scoring.flow.accounts`.
"""
