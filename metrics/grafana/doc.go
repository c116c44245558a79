// Package grafana draws the portal-reports dashboard. What it draws is checked in as dashboards/portal-reports.json,
// beside what Grafana and Prometheus read to begin with: provisioning and prometheus, with the rules, the alerts and
// their tests. After a change here:
//
//	go test ./metrics/grafana -update
package grafana
