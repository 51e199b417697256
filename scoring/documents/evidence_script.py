"""Check an evidence pack: python3 check.py pack.zip [number:hash]. Standard library only; README.txt explains."""
import hashlib, json, sys, zipfile
from fractions import Fraction as Exact
def text(value): return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
def sha(content, kind="sha256"): return hashlib.new(kind, content).hexdigest()
def pick(entry, keys): return [entry[key] for key in keys.split()]
def carried(part, of, by): return of > 0 and part * by["denominator"] - of * by["numerator"] >= by["strict"]
def total(code, below, points, scores):  # of a node: its points, and what it reached; what does not apply is shared
    if code not in below: return points[code], scores.get(code, float("nan")) if points[code] else None
    parts = [total(child, below, points, scores) for child in below[code]]
    whole, rest = sum(most for most, _ in parts), sum(most for most, own in parts if own is not None)
    return whole, sum(own for _, own in parts if own is not None) * whole / rest if rest else None
def decision(one, panel, book):  # its total, grade by score, quorum and majority, all computed again
    rule, votes, said, below, points, scores = book["parameter_sheet"], one["votes"], one["aggregate"], {}, {}, {}
    given = [{m[0]: m for m in sheet["marks"] if m[2] != "missing"} for sheet in panel]  # code version state points note
    for code, parent, most in (pick(leaf, "code parent points") for leaf in book["indicators"]):
        below.setdefault(parent, []).append(code); points[code] = Exact(most)
        cells = [marks[code] for marks in given if code in marks]
        kept = sorted(Exact(m[3] or 0) for m in cells if m[2] != "not_applicable")
        cut = {"mean": 0, "median": (len(kept) - 1) // 2}.get(rule["aggregate"], rule["trimmed_each_side"])
        inner = kept[cut : len(kept) - cut] if len(kept) > 2 * cut else kept
        if rule["aggregate"] == "winsorised" and inner is not kept: inner += cut * [inner[0], inner[-1]]
        if kept or (cells and len(cells) == len(given)): scores[code] = sum(inner) / len(inner) if kept else None
    result, unit = total(None, below, points, scores)[1], 10 ** rule["rounding_decimals"]
    result = Exact((result * unit + Exact(1, 2)) // 1, unit) if isinstance(result, Exact) else None
    yield "total", result == (said["total"] and Exact(said["total"])) and len(panel) == said["experts"]
    passed = [cut["grade"] for cut in book["cut_scores"] if result is not None and result >= Exact(cut["min_score"])]
    yield "grade", [None, *passed][-1] == one["proposal"]["grade_by_score"]
    whole = {**votes, "cast": votes["in_favour"] + votes["against"]}[rule["majority"]["of"]]
    yield "quorum", votes["quorum"]["met"] == carried(votes["present"], votes["entitled"], rule["quorum"])
    yield "majority", votes["majority"]["carried"] == carried(votes["in_favour"], whole, rule["majority"])
def check(path, head=""):  # what was looked at, and whether it holds
    with zipfile.ZipFile(path) as pack: names, data = pack.namelist(), {n: pack.read(n) for n in pack.namelist()}
    manifest, seal, decisions, sheets = (json.loads(data[f"{n}.json"]) for n in "manifest seal decisions sheets".split())
    files, kind = {f["name"]: f["sha256"] for f in manifest["files"]}, manifest["about"]["hash_name"]
    yield "files", sorted(names) == sorted([*files, "manifest.json"]) and all(sha(data[n]) == files[n] for n in files)
    inside = [[n, files[n]] for n in sorted(files) if n not in ("acts.jsonl", "seal.json")]
    yield "content", sha(text([manifest["about"], inside])) == json.loads(seal["opens"][3])["details"]["pack"]
    acts, opens = [json.loads(line) for line in data["acts.jsonl"].splitlines()], text(seal["opens"])
    yield "links", all(pick(a, "sequence hash") == [b["sequence"] - 1, b["previous"]] for a, b in zip(acts, acts[1:]))
    yield "acts", all(a["hash"] == sha(text(pick(a, "sequence at act sealed previous")), kind) for a in acts)
    yield "seal", pick(acts[-1], "act sealed") == ["evidence.sealed", sha(bytes.fromhex(seal["salt"]) + opens, kind)]
    yield "head", head in ("", *(f"{act['sequence']}:{act['hash']}" for act in acts))
    yield "sheets", all(s["notes_withheld"] or sha(text(s["marks"]), kind) == s["digest"] for s in sheets)
    for one in (d for d in decisions if d["state"] == "recorded"):
        panel = [sheet for sheet in sheets if any(told.items() <= sheet.items() for told in one["sheets"])]
        book = {n.split("/")[2]: n for n in files if n.startswith(f"rule_book/{one['rule_book']}/")}
        yield "rules", one["rule_book"] == sha(text([files[book[f"{n}.toml"]] for n in ("documents", "regulation", "round")]))
        yield from decision(one, panel, json.loads(data[book["parameter_sheet.json"]]))
if __name__ == "__main__": sys.exit(", ".join(what for what, ok in check(*sys.argv[1:]) if not ok) or print("IN ORDER"))
