"""Checks of test-model.sh: what a report or a run says. Usage: ask.py QUESTION FILE…; ends with 1 where the answer is no."""
import glob, json, math, sys

question, files = sys.argv[1], sys.argv[2:]


def report(path):
    with open(path) as file:
        return json.load(file)


def agents(path):
    return [one for one in report(path)["specialists"] if one["state"] != "skipped"]


def reviewers(path):
    """Without the coordinator, who may fail without any harm to the review: so small a model rarely keeps to its form."""
    return [one for one in agents(path) if one["id"] != "coordinator"]


def total(path, *classes):
    return sum(one.get("tokens", {}).get(name, 0) for one in agents(path) for name in classes)


def exponent(sizes, values):
    """Of the power of the sizes that the values follow: the slope of their logarithms."""
    xs, ys = [math.log(one) for one in sizes], [math.log(one) for one in values]
    mean_x, mean_y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((x - mean_x) * (y - mean_y) for x, y in zip(xs, ys)) / sum((x - mean_x) ** 2 for x in xs)


def growth(sized):
    """Forecast beside actual. What had to be tried again has no forecast, nor has what a model was asked beside its answer."""
    sizes, dollars, holds = [], [], True
    for size, path in sized:
        # Those that were asked once: the coordinator is asked only where something was found.
        asked = [one for one in reviewers(path) if one.get("tokens") and one["attempts"] == 1]
        if not asked:
            print(f"  {size:>6} bytes   nobody ended at the first attempt")
            continue
        expected, used = [sum(sum(tokens(one).values()) for one in asked) for tokens in (
            lambda one: one["forecast"]["tokens"], lambda one: one["tokens"])]
        expected_cost, cost = [sum(one["cost_usd"] for one in part) for part in ([one["forecast"] for one in asked], asked)]
        print(
            f"  {size:>6} bytes   tokens {expected:>6}, actual {used:>6}   ${expected_cost:.4f}, actual ${cost:.4f}"
            f"   {len(asked)} reviewers"
        )
        holds = holds and 0.6 < expected / used < 1.6
        # For each reviewer, since their number differs where one was tried again.
        sizes.append(int(size))
        dollars.append(cost / len(asked))
    if len(sizes) < 2:
        return False
    power = exponent(sizes, dollars)
    print(f"  cost grows with the diff to the power of {power:.2f}")
    return holds and 0 <= power <= 1


def answer():
    path = files[0]
    if question == "table":
        for one in agents(path):
            tokens = one.get("tokens", {})
            print(
                f"  {one['id']:<14} {one['state']:<10} {one['duration_s']:>6.1f} s  attempts {one['attempts']}"
                f"  read {tokens.get('input', '–'):>5} cached {tokens.get('cache_read', '–'):>5}"
                f" written {tokens.get('output', '–'):>4}  findings {one['findings']}  {one.get('reason', '')}"
            )
        found = report(path)["findings"]
        print(f"  findings kept {len(found)}, anchored {sum(bool(one['anchored']) for one in found)}")
        return True
    if question == "proved":
        return report(path)["complete"] and all(one["state"] == "done" for one in reviewers(path))
    if question == "tokens":
        before, after = [list(map(float, files[start : start + 3])) for start in (1, 4)]
        ours = [total(path, "input"), total(path, "cache_read"), total(path, "output", "reasoning")]
        theirs = [int(new - old) for old, new in zip(before, after)]
        print(f"  tokens read, cached, written: {ours}; by the server's own counters: {theirs}")
        return ours == theirs and sum(ours) > 0
    if question == "cached":
        return all(one["tokens"]["cache_read"] > one["tokens"]["input"] for one in reviewers(path)[1:])
    if question == "live":
        # Pieces of one answer that were said apart from each other.
        apart = []
        for name in glob.glob(f"{path}/conclave/runs/*/agents/*.out"):
            events = [json.loads(line) for line in open(name)]
            times = [one["timestamp"] for one in events if one["type"] in ("reasoning_delta", "text_delta")]
            apart.append(len(times) > 5 and times[-1] > times[0])
        return bool(apart) and all(apart)
    if question == "anchored":
        return any(one["anchored"] for file in files for one in report(file)["findings"])
    if question == "retried":
        (one,) = reviewers(path)
        print(f"  {one['state']} after {one['attempts']} attempts: {one.get('reason')}")
        return files[1] == "3" and one["attempts"] == 2 and "length limit" in one["reason"]
    if question == "overflowed":
        (one,) = reviewers(path)
        print(f"  {one['state']} after {one['attempts']} attempts: {one.get('reason')}")
        return files[1] == "3" and one["attempts"] == 1 and one["reason"].startswith("ContextOverflowError")
    if question == "growth":
        return growth([one.split(":", 1) for one in files])
    raise SystemExit(f"no question {question}")


sys.exit(0 if answer() else 1)
