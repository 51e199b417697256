"""Numbers in, plotly figures out; no Streamlit here."""
