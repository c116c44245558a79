package plan

// value is the value of an assignment, compared element by element: the number of pinned features that are planned; the
// quarters of use of must-haves; priority × quarters of use of all features, less the cost of moves; quarters of use of all
// features; minus the number of moves.
type value [5]float64

// over reports whether v is greater than other.
func (v value) over(other value) bool {
	const hair = 1e-9 // sums of the same numbers in another order differ by less
	for i := range v {
		if d := v[i] - other[i]; d > hair || d < -hair {
			return d > 0
		}
	}
	return false
}

// value returns the value of the assignment.
func (a *assignment) value(pr *problem) value {
	var v value
	for i, s := range a.spans {
		if pr.was != nil && s.last != pr.was[i].last && !pr.free[i] {
			v[4]--
		}
		if !s.planned() {
			continue
		}
		use := float64(Quarters - s.last)
		if pr.pinned[i] > 0 {
			v[0]++
		}
		if pr.must[i] {
			v[1] += use
		}
		v[2] += pr.priority[i] * use
		v[3] += use
	}
	v[2] += v[4] * pr.moving
	return v
}

// use returns the sum of priority × quarters of use, as Plan.Value.
func (a *assignment) use(pr *problem) float64 {
	sum := 0.0
	for i, s := range a.spans {
		if s.planned() {
			sum += pr.priority[i] * float64(Quarters-s.last)
		}
	}
	return sum
}
