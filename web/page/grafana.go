package page

import (
	"net/url"
	"strconv"
	"time"

	"soundings/metrics/grafana"
)

// Chosen is what is chosen on a dashboard. What is empty is left as Grafana has it: everything, and the last weeks. Without an
// end a time goes on until now.
type Chosen struct {
	Cohort, Feature, Survey string
	From, To                time.Time
}

// Dashboard returns a link to the portal team's dashboard in Grafana; an empty one where no Grafana is known.
func (p Page) Dashboard() Link { return p.grafanaLink("grafana.all", "/d/"+grafana.UID) }

// InGrafana returns a link to a panel of a dashboard by its key, with what is chosen there; an empty one where no Grafana is
// known, or no panel has the key.
func (p Page) InGrafana(panel string, chosen Chosen) Link {
	vars := url.Values{}
	for name, value := range map[string]string{"cohort": chosen.Cohort, "feature": chosen.Feature, "survey": chosen.Survey} {
		if value != "" {
			vars.Set(name, value)
		}
	}
	path := grafana.PanelPath(panel, vars)
	if path != "" && !chosen.From.IsZero() {
		path += "&" + chosen.time().Encode()
	}
	return p.grafanaLink("grafana.see", path)
}

// time returns the parameters by which Grafana shows that time.
func (c Chosen) time() url.Values {
	to := "now"
	if !c.To.IsZero() {
		to = strconv.FormatInt(c.To.UnixMilli(), 10)
	}
	return url.Values{"from": {strconv.FormatInt(c.From.UnixMilli(), 10)}, "to": {to}}
}

func (p Page) grafanaLink(text, path string) Link {
	if p.Grafana == "" || path == "" {
		return Link{}
	}
	return Link{Text: p.T(text), Href: p.Grafana + path}
}
