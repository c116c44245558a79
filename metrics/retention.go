package metrics

// RetentionWeeks is who of those who agreed in one week was active in it and in each week after it.
type RetentionWeeks struct {
	Week  Day    `json:"week"` // its Monday
	Size  int    `json:"size"`
	Weeks []*int `json:"weeks"` // nil: the week is not over
}

// retention returns a row for each week of a period in which somebody agreed. Weeks that are not over have no figure.
func (t Tally) retention(from, to, today Day) []RetentionWeeks {
	rows := []RetentionWeeks{}
	for week := from.Monday(); week <= to; week += 7 {
		row := RetentionWeeks{Week: week}
		for d := week; d < week+7 && d <= to; d++ {
			row.Size += t.On(Portal, Agreed, d)
		}
		if row.Size == 0 {
			continue
		}
		for k := 0; week+Day(7*k) <= to; k++ {
			var active *int
			if over := week + Day(7*k) + 7; over <= today && over <= to+1 {
				n := t[Cell{Measure: Retained, Day: week, After: k}]
				active = &n
			}
			row.Weeks = append(row.Weeks, active)
		}
		rows = append(rows, row)
	}
	return rows
}

// Returned is how many of those who agreed were active so many weeks later, of all of whom that is known.
type Returned struct {
	Size   int
	Active int
}

// Share returns the share of them.
func (r Returned) Share() float64 { return float64(r.Active) / float64(r.Size) }

// ReturnedAfter adds up the weeks in which members agreed, by how many weeks later, from 0 on. It ends with the last of which
// anything is known.
func ReturnedAfter(rows []RetentionWeeks) []Returned {
	var all []Returned
	for _, row := range rows {
		for after, active := range row.Weeks {
			if active == nil {
				continue
			}
			if after == len(all) {
				all = append(all, Returned{})
			}
			all[after].Size += row.Size
			all[after].Active += *active
		}
	}
	return all
}

// Returned returns who came back of those who agreed in the period that reports have of themselves, as it stood on a day.
func (t Tally) Returned(d Day) []Returned { return ReturnedAfter(t.retention(d-usualPeriod+1, d, d)) }
