"""The Streamlit face. Computes nothing that `scoring` could be asked for."""
