"""Reads systems of equations and inequalities over whole numbers, one a line, and says of which sums only one value is possible.

A line is {"name", "most": [upper limit of each variable, from 0], "rows": [{"at": [variables], "by": [coefficients], "low",
"high"}], "asked": [{"name", "at", "by", "value"}]}: value is what the sum is in the solution that is known. For each asked sum
that no solution gives any other value, a line "certain: …" with both names is written, and "undecided: …" for one of which that
could not be found out in SECONDS; the last line is "looked at N sums".
"""
import json
import sys

import highspy


SECONDS = 20


def model(system):
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("time_limit", float(SECONDS))
    n = len(system["most"])
    for most in system["most"]:
        h.addVar(0, most)
    if n:
        h.changeColsIntegrality(n, list(range(n)), [highspy.HighsVarType.kInteger] * n)
    for row in system["rows"]:
        h.addRow(row["low"], row["high"], len(row["at"]), row["at"], row["by"])
    return h


def other(system, asked):
    """Reports whether a solution gives the sum another value; None: nobody knows."""
    none = False
    for off in (1, -1):
        h = model(system)
        low, high = (asked["value"] + 1, highspy.kHighsInf) if off > 0 else (-highspy.kHighsInf, asked["value"] - 1)
        h.addRow(low, high, len(asked["at"]), asked["at"], asked["by"])
        h.run()
        status = h.getModelStatus()
        if status == highspy.HighsModelStatus.kOptimal:
            return True
        if status == highspy.HighsModelStatus.kTimeLimit:
            none = None
        elif status != highspy.HighsModelStatus.kInfeasible:
            raise SystemExit(f"{system['name']}: {asked['name']}: {status}")
    return none


looked = 0
for line in sys.stdin:
    system = json.loads(line)
    for asked in system["asked"]:
        looked += 1
        found = other(system, asked)
        if not found:
            said = "undecided" if found is None else "certain"
            print(f"{said}: {system['name']}: {asked['name']} is {asked['value']}", flush=True)
print(f"looked at {looked} sums")
