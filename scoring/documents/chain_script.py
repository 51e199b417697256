"""Check a record from outside: python3 chain_check.py RECORD [HEAD ...]. Python's standard library only.

RECORD: a register (SQLite), or lines {"table": ..., "row": {...}}: what `quality-credit chain` writes (hashes, nothing
else), or every table of a register on PostgreSQL, written by its owner with psql.
HEAD: NUMBER:HASH, or a file or folder in which heads stand. Without one, a cut tail and a record written anew pass.
"""
import functools, hashlib, json, pathlib, re, sqlite3, sys
HEAD = re.compile(rb"(?<![0-9A-Za-z])([0-9]{1,18}):([0-9a-fA-F]{64,128})(?![0-9A-Za-z])")
def text(value): return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode("utf-8", "surrogateescape")
def pick(entry, keys): return [entry[key] for key in keys.split()]
def record(path):  # its tables by name, each from its first to its last row: {name: function of first and last number}
    with open(path, "rb") as file: lines = None if file.read(16).startswith(b"SQLite format 3") else path
    base = sqlite3.connect(":memory:" if lines else pathlib.Path(path).resolve().as_uri() + "?mode=ro", uri=True)
    base.text_factory = lambda data: data.decode("utf-8", "surrogateescape")
    if lines:
        base.execute("CREATE TABLE line (name, number INTEGER, row)"); base.execute("CREATE INDEX place ON line (name, number)")
        with open(lines, encoding="utf-8") as file:
            for line in file:
                one = json.loads(line); row = one["row"]
                base.execute("INSERT INTO line VALUES (?, ?, ?)", (one["table"], row.get("sequence", row.get("id")), json.dumps(row)))
        query = "SELECT row FROM line WHERE name = ? AND number BETWEEN ? AND ? ORDER BY number"
        def told(name, a=0, b=2**62): return (json.loads(row) for row, in base.execute(query, (name, a, b)))
        return {name: functools.partial(told, name) for name, in base.execute("SELECT DISTINCT name FROM line")}
    columns = {name: [column[1] for column in base.execute(f'PRAGMA table_info("{name}")')] for name, in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    keys = {name: key for name, has in columns.items() for key in ("sequence", "id") if key in has and (key == "sequence" or "entry" in has)}
    def rows(name, a=0, b=2**62): return (dict(zip(columns[name], row)) for row in base.execute(f'SELECT * FROM "{name}" WHERE "{keys[name]}" BETWEEN ? AND ? ORDER BY "{keys[name]}"', (a, b)))
    return {name: functools.partial(rows, name) for name in keys}
def outside(places):  # where each head stands, its number and its hash; a place without any is no proof of anything
    for place in places:
        if HEAD.fullmatch(place.encode()): found = [(place, place.encode())]
        else: found = [(str(file), file.read_bytes()) for file in (sorted(pathlib.Path(place).iterdir()) if pathlib.Path(place).is_dir() else [pathlib.Path(place)]) if file.is_file() and file.name != "alarms.log"]
        heads = [(where, int(number), digest.decode().lower()) for where, data in found for number, digest in HEAD.findall(data)]
        yield from heads or [(place, None, None)]
def claims(content, name, sequence, tables, kind, claimed):  # what an entry says that it wrote, against the rows there are
    for table, said in content["rows"].items():
        rows = list(tables.get(table, lambda a, b: ())(said["first"], said["first"] + said["count"] - 1))
        claimed[table] = claimed.get(table, 0) + said["count"]
        plain = [{key: value for key, value in row.items() if value is not None and key not in ("id", "entry")} for row in rows]
        if {row["entry"] for row in rows} != {sequence}: yield f"{name}: rows of {table} that are another entry's, or none"
        if len(rows) != said["count"] or hashlib.new(kind, text(plain)).hexdigest() != said["digest"]: yield f"{name}: rows of {table} are not what was recorded"
def check(path, *places):  # what is wrong, a line each
    tables, claimed, previous, last, hashes, opened = record(path), {}, "", 0, {}, False
    kind = next(row["value"] for row in tables["register_fact"]() if row["key"] == "hash_name")
    salts = {row["sequence"]: row["salt"] for row in tables.get("chain_salt", tuple)()}
    for entry in tables["chain_entry"]():
        name = f"entry {entry['sequence']}"
        if entry["sequence"] != last + 1: yield f"{name}: follows {last}"
        if entry["previous"] != previous: yield f"{name}: is not joined to the one before"
        try: sealed = entry["sealed"] if "sealed" in entry else hashlib.new(kind, bytes.fromhex(salts[entry["sequence"]]) + text(pick(entry, "actor role object content"))).hexdigest()
        except (KeyError, TypeError, ValueError): sealed = None
        if hashlib.new(kind, text([*pick(entry, "sequence at act"), sealed, entry["previous"]])).hexdigest() != entry["hash"]: yield f"{name}: was changed"
        if "content" in entry:
            opened = True
            try: yield from claims(json.loads(entry["content"]), name, entry["sequence"], tables, kind, claimed)
            except (KeyError, TypeError, ValueError, AttributeError): yield f"{name}: cannot be read"
        previous, last = entry["hash"], entry["sequence"]; hashes[last] = previous
    if not last: yield "no entry at all"
    for table, rows in tables.items() if opened else ():
        if table not in ("chain_entry", "chain_salt") and sum("entry" in row for row in rows()) != claimed.get(table, 0): yield f"{table}: rows that no entry speaks of"
    for where, number, digest in outside(places):
        if number is None: yield f"{where}: no head stands there"
        elif number > last: yield f"{where}: knows entry {number}, and the record ends with {last}"
        elif hashes.get(number) != digest: yield f"{where}: entry {number} is another one"
if __name__ == "__main__":
    found = list(check(*sys.argv[1:])); print("\n".join(found) or "IN ORDER"); sys.exit(bool(found))
