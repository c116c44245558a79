// Package grafana draws the dashboards: portal-reports, with which the portal team holds its meeting, and soundings-health, for
// whoever sees to it that Soundings runs. What it draws is checked in under dashboards, beside what Grafana and Prometheus read
// to begin with: provisioning and prometheus, with the rules, the alerts and their tests. After a change here:
//
//	go test ./metrics/grafana -update
package grafana
