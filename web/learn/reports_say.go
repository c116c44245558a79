package learn

import (
	"soundings/metrics"
	"soundings/web/page"
)

// sentences says how many used the portal and each feature in the last week of the period, one sentence each.
func sentences(frame page.Page, r metrics.Report) []string {
	when := weekOf(frame, r)
	said := []string{sentence(frame, "reports.by_portal.", r.Active[len(r.Active)-1].D7, r.Before, r.Agreed, "", when)}
	for _, f := range r.Features {
		name := f.Name.In(frame.Lang())
		switch {
		case f.Exposed == nil:
			said = append(said, frame.T("reports.used_unknown", "N", f.Week, "Feature", name, "Before", f.Before, "When", when))
		case *f.Exposed == 0:
			said = append(said, frame.T("reports.used_unexposed", "N", f.Week, "Feature", name, "When", when))
		case f.Users == nil:
			said = append(said, frame.T("reports.used_apart", "N", f.Week, "Feature", name, "Before", f.Before, "Of", *f.Exposed, "When", when))
		case f.UsersAgo == nil:
			said = append(said, frame.T("reports.by_feature.only", "N", *f.Users, "Of", *f.Exposed, "Feature", name, "When", when))
		default:
			said = append(said, sentence(frame, "reports.by_feature.", *f.Users, *f.UsersAgo, *f.Exposed, name, when))
		}
	}
	return said
}

// weekOf says which week the last one of a report is.
func weekOf(p page.Page, r metrics.Report) string {
	if r.Past {
		return p.T("reports.week_to", "Day", p.Date(r.To.Time()))
	}
	return p.T("reports.this_week")
}

// sentence says how many of a number used something in the week, against the week before.
func sentence(p page.Page, prefix string, n, before, of int, feature, when string) string {
	way := "same"
	switch {
	case n > before:
		way = "up"
	case n < before:
		way = "down"
	}
	return p.T(prefix+way, "N", n, "Of", of, "Before", before, "Feature", feature, "When", when)
}

// firstUseSaid says how soon members came to use the portal; nothing where nobody was watched for long enough.
func firstUseSaid(p page.Page, r metrics.Report) string {
	switch {
	case r.FirstUse.Within28 != nil:
		return p.T("reports.first_use_said", "Share", p.Percent(*r.FirstUse.Within28), "Days", 28)
	case r.FirstUse.Within7 != nil:
		return p.T("reports.first_use_said", "Share", p.Percent(*r.FirstUse.Within7), "Days", 7)
	}
	return ""
}

// mostUsedSaid names the feature that most members used in the last week; nothing where nobody used any.
func mostUsedSaid(p page.Page, r metrics.Report) string {
	most := metrics.FeatureReport{}
	for _, f := range r.Features {
		if f.Week > most.Week {
			most = f
		}
	}
	if most.Week == 0 {
		return ""
	}
	return p.T("reports.most_used", "Feature", most.Name.In(p.Lang()), "N", most.Week, "Users", most.FirstUse.Users, "When", weekOf(p, r))
}

// exposedSaid says who may see each feature that is not there for all, and who was shown it, one sentence each.
func exposedSaid(p page.Page, r metrics.Report) []string {
	var said []string
	all := true
	for _, f := range r.Features {
		name := f.Name.In(p.Lang())
		if all = all && f.Exposed != nil; f.Exposed == nil || *f.Exposed >= r.Agreed {
			continue
		}
		if f.Seen == nil {
			said = append(said, p.T("reports.exposed_said", "N", *f.Exposed, "Of", r.Agreed, "Feature", name))
		} else {
			said = append(said, p.T("reports.exposed_shown", "N", *f.Exposed, "Of", r.Agreed, "Feature", name, "Seen", *f.Seen))
		}
	}
	if all && len(said) == 0 {
		said = []string{p.T("reports.exposed_all")}
	}
	return said
}

// funnelSaid says how many who agreed became regular users.
func funnelSaid(p page.Page, r metrics.Report) string {
	step := func(name string) int {
		for _, s := range r.Funnel {
			if s.Step == name {
				return s.N
			}
		}
		return 0
	}
	return p.T("reports.funnel_said", "Agreed", step("agreed"), "Used", step("used"), "Regular", step("regular"))
}

// settledAfter is after how many weeks it shows who stays.
const settledAfter = 4

// retentionSaid says who of all that can be told of came back four weeks after they agreed, or as late as is known.
func retentionSaid(p page.Page, r metrics.Report) string {
	for after := settledAfter; after > 0; after-- {
		size, active := 0, 0
		for _, row := range r.Retention {
			if after < len(row.Weeks) && row.Weeks[after] != nil {
				size += row.Size
				active += *row.Weeks[after]
			}
		}
		if size > 0 {
			return p.T("reports.retention_said", "Count", after, "N", active, "Size", size, "Share", p.Percent(float64(active)/float64(size)))
		}
	}
	return ""
}
