"""How much is taken in. Over a limit the source is refused with a reason; nothing is cut short in silence."""

MAX_BODY = 64 * 1024 * 1024
"""Bytes of one page, document or decoded record. Pages of 50 MB exist (live blogs saved with their images) and must pass."""

MAX_CONTAINER = 256 * 1024 * 1024
"""Bytes of one WARC or gzip file as it lies on disk: it is held in memory to be hashed, kept and cut."""

MAX_EXPANDED = 1024 * 1024 * 1024
"""Bytes that one compressed container may expand to. WARC files are by custom cut at 1 GB; deflate can expand 1,032 times."""

MAX_EXPANDED_ALL = 2 * MAX_EXPANDED
"""Bytes of all that is in one source, containers in containers counted with what is in them."""

MAX_PARTS = 50_000
"""Parts of one source, its containers' containers included. A WARC file of 1 GB has some 20,000 records."""

MAX_WARC_HEADER = 64 * 1024
"""Bytes of one WARC record's header block. Real ones have under 2 kB; parsers slow down badly on header lines of megabytes."""

FETCH_SECONDS = 60.0
"""Wall-clock seconds for one fetch, all redirects included, against servers that send a byte a minute."""

STEP_SECONDS = 15.0
"""Seconds to wait for any one answer of the other side: to connect, to shake hands, to send the next bytes."""

MAX_REDIRECTS = 5
"""Redirects followed. News sites need one to three (http to https, bare to www, short link)."""
