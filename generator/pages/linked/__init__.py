"""The same for programs that know none of our fields: search engines and catalogues of services."""
