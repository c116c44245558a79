package plan

// value is what an assignment is good for, the more important first: how much of what was put by hand is where it should
// be; the quarters of use of must-haves; priority times quarters of use of everything, less what moving costs; quarters of
// use of everything; how little moves.
type value [5]float64

func (v value) over(other value) bool {
	const hair = 1e-9 // sums of the same numbers in another order differ by less
	for i := range v {
		if d := v[i] - other[i]; d > hair || d < -hair {
			return d > 0
		}
	}
	return false
}

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

// use returns Plan.Value.
func (a *assignment) use(pr *problem) float64 {
	sum := 0.0
	for i, s := range a.spans {
		if s.planned() {
			sum += pr.priority[i] * float64(Quarters-s.last)
		}
	}
	return sum
}
