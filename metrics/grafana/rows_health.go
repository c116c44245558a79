package grafana

// From which value on an alert is raised, and a number of the dashboards red. A test compares them with the alerts.
const (
	figuresStale    = 120
	requestsFailing = 0.02
	storeFailing    = 0.01
	storeSlow       = 0.5
	backupLate      = 1.5 // times the interval
	mailFailing     = 0.1
	adoptionFell    = 0.2 // lost in a week
	blockerOpen     = 86400
	unjudged        = 3 * 86400
)

// noAnswer stands where a server would have said something.
const noAnswer = "No server answers."

// health is about Soundings itself: whether it is there, how old its figures are, its requests, its store and its jobs.
func health() []row {
	return []row{healthNow(), requestsOverTime(), storeAndMail()}
}

func healthNow() row {
	requests, store := "soundings_http_request_duration_seconds_count", "soundings_store_operation_duration_seconds_count"
	last, every := now("soundings_job_last_success_timestamp_seconds"), now("soundings_job_interval_seconds")
	failing := func(series, which string) string {
		return "(" + recently("job", series, which) + " or 0 * " + recently("job", series) + ") / (" + recently("job", series) + " > 0) and on (job) max by (job) (" + now("up") + ") == 1"
	}
	backup := valued("", now("soundings_backup_last_success_timestamp_seconds"))
	red := func(from float64) []step { return []step{{0, good}, {from, bad}} }
	return row{panels: []panel{
		{key: "servers", title: "Servers", shape: numbers, w: 4, h: 4, unit: "none", decimals: up(0), empty: "Prometheus does not answer.", steps: []step{{0, bad}, {1, good}},
			description: "Servers that Prometheus reaches. 0 means that nobody gets an answer from Soundings, or that Prometheus does not.",
			queries:     []query{{`sum(up{job=~"$job",instance=~"$instance"}) or vector(0)`, "answer Prometheus"}}},
		{key: "figures-age", title: "Age of the figures", shape: numbers, w: 4, h: 4, unit: "s", decimals: up(0), empty: noAnswer, steps: red(figuresStale),
			description: "How long ago the server with the oldest figures counted them. They are counted every 15 seconds.",
			queries:     []query{{"max by (job) (time() - " + now("soundings_refreshed_timestamp_seconds") + ")", "the oldest"}}},
		{key: "jobs-behind", title: "Jobs behind", shape: numbers, w: 4, h: 4, unit: "none", decimals: up(0), empty: noAnswer, steps: red(1),
			description: "Background jobs that were not done for much longer than they should be, by the measure of the alert.",
			queries:     []query{{"sum by (job) (time() - " + last + " > bool 300 + 5 * " + every + ")", "of all servers"}}},
		{key: "requests-failing", title: "Failing requests", shape: numbers, w: 4, h: 4, unit: "percentunit", decimals: up(1), empty: noAnswer, steps: red(requestsFailing),
			description: "Of the requests of the last 5 minutes, those that ended in an error of the server.",
			queries:     []query{{failing(requests, `code=~"5.."`), "of the last 5 minutes"}}},
		{key: "store-failing", title: "Failing store operations", shape: numbers, w: 4, h: 4, unit: "percentunit", decimals: up(1), empty: noAnswer, steps: red(storeFailing),
			description: "Of the operations of the database in the last 5 minutes, those that failed. Conflicts and refusals do not count.",
			queries:     []query{{failing(store, `result="failed"`), "of the last 5 minutes"}}},
		{key: "backup-age", title: "Newest backup", shape: numbers, w: 4, h: 4, unit: "s", empty: "Not set up.", steps: red(backupLate),
			description: "How long ago the newest backup was begun that a server made by itself. Red after one and a half times the interval.",
			extras:      []override{{"byName", "in intervals", []dynamic{property("unit", "suffix: intervals"), property("decimals", 1)}}, {"byName", "ago", []dynamic{property("thresholds", thresholds(nil))}}},
			queries: []query{
				{"time() - (" + backup + " > 0)", "ago"},
				{"(time() - (" + backup + " > 0)) / (" + valued("", now("soundings_backup_interval_seconds")) + " > 0)", "in intervals"},
			}},
		{key: "alerts", title: "Alerts", shape: raised, w: 12, unit: "none", empty: "No alert is raised.",
			description: "Alerts that are raised or about to be. Each says what to do, and which page of Soundings to open.",
			queries:     []query{}},
		{key: "jobs", title: "Background jobs, by how late they are", shape: ranked, w: 12, unit: "percentunit", decimals: up(0), low: up(0), high: up(1), empty: noAnswer, steps: red(1),
			description: "For each job the age of its last success, as a share of what it may be until the alert is raised. The eight that are the latest.",
			queries:     []query{{"sort_desc(topk(8, max by (job, task) ((time() - " + last + ") / (300 + 5 * " + every + "))))", "{{task}}"}}},
	}}
}

func requestsOverTime() row {
	requests := "soundings_http_request_duration_seconds"
	none := "No request in this time."
	return row{title: "Requests", panels: []panel{
		{key: "requests", title: "Requests", shape: stacked, w: 8, unit: "reqps", low: up(0), empty: none,
			description: "Requests per second by the kind of their answer: 4xx are mistakes of whoever asked, 5xx of the server.",
			colors:      []named{{"2xx", good}, {"3xx", calm}, {"4xx", careful}, {"5xx", bad}},
			queries:     []query{{`sum by (kind) (label_replace(rate(` + now(requests+"_count") + `[$__rate_interval]), "kind", "${1}xx", "code", "(.)..")) > 0`, "{{kind}}"}}},
		{key: "routes-slow", title: "Slowest requests by route", shape: ranked, w: 8, unit: "s", low: up(0), empty: none,
			description: "What 95 of 100 requests of the last half hour stay under, for the eight routes that are the slowest.",
			queries:     []query{{"sort_desc(topk(8, histogram_quantile(0.95, sum by (le, route) (rate(" + now(requests+"_bucket") + "[30m]))) >= 0))", "{{route}}"}}},
		{key: "requests-failing-over-time", title: "Share of requests that fail", shape: lines, w: 8, unit: "percentunit", low: up(0), empty: none,
			description: "Requests that ended in an error of the server, of all requests. An alert is raised at the dashed line.",
			extras:      []override{aimed("alert", bad), softly(0, 0.04)},
			queries: []query{
				{"(" + rate("job", requests+"_count", `code=~"5.."`) + " or 0 * " + rate("job", requests+"_count") + ") / (" + rate("job", requests+"_count") + " > 0)", "failing"},
				{"0 * sum(" + rate("job", requests+"_count") + ") + " + digits(requestsFailing), "alert"},
			}},
	}}
}

func storeAndMail() row {
	store := "soundings_store_operation_duration_seconds"
	noMail := "No mail has been sent in this time."
	return row{title: "Store, events and mail", panels: []panel{
		{key: "store-slow", title: "Store operations", shape: lines, w: 8, unit: "s", low: up(0), empty: "No operation of the database in this time.", colors: operationColors(),
			description: "What 95 of 100 operations of the database stay under, by kind. An alert is raised at the dashed line.",
			extras:      []override{aimed("alert", bad)},
			queries: []query{
				{p95("operation", store) + " >= 0", "{{operation}}"},
				{"0 * sum(" + rate("job", store+"_count") + ") + " + digits(storeSlow), "alert"},
			}},
		{key: "store-failing-over-time", title: "Failed store operations", shape: lines, w: 8, unit: "none", decimals: up(0), low: up(0), empty: noAnswer, colors: []named{{"failed", bad}},
			description: "Failed operations of the database, in each 5 minutes. Conflicts and refusals do not count as failures.",
			extras:      []override{softly(0, 5)},
			queries:     []query{{"sum(increase(" + now(store+"_count", `result="failed"`) + "[5m])) or 0 * count(" + now("soundings_refreshed_timestamp_seconds") + ")", "failed"}}},
		{key: "events", title: "Events from the portal, a day", shape: stacked, w: 8, unit: "none", decimals: up(0), low: up(0), empty: noEvents, colors: eventColors(),
			description: "Events of the 24 hours before, by what became of them. What was not accepted is seen in Soundings under Events.",
			queries:     []query{{"sum by (result) (increase(" + now("soundings_events_total") + "[1d]))", "{{result}}"}}},
		{key: "mail-results", title: "What came of mails", shape: stacked, w: 8, unit: "none", decimals: up(0), low: up(0), empty: noMail, colors: resultColors(),
			description: "Mails of the hour before by what came of handing them over. Trouble: the mail server could not be reached or took nothing. Deferred: they are tried again.",
			queries:     []query{{"sum by (result) (increase(" + now("soundings_mail_total") + "[1h]))", "{{result}}"}}},
		{key: "mail-failing", title: "Refused or came back", shape: lines, w: 8, unit: "percentunit", decimals: up(0), low: up(0), empty: noMail,
			description: "Of the mails of the hour before, how many were refused for good or came back. An alert is raised at the dashed line: look at the addresses, and whether the mail server signs what it sends.",
			extras:      []override{aimed("alert", bad), softly(0, 0.2)},
			queries: []query{
				{"sum by (job) (increase(" + now("soundings_mail_total", `result=~"refused|bounced"`) + "[1h])) / (sum by (job) (increase(" + now("soundings_mail_total", `result=~"sent|refused"`) + "[1h])) > 0)", "refused or came back"},
				{"0 * (sum(increase(" + now("soundings_mail_total", `result=~"sent|refused"`) + "[1h])) > 0) + " + digits(mailFailing), "alert"},
			}},
		{key: "memory", title: "Memory by server", shape: numbers, w: 8, unit: "bytes", low: up(0), empty: "Not known on this system.",
			description: "Memory of each server now, with the pages of the embedded database that it has mapped.",
			queries:     []query{{now("process_resident_memory_bytes"), "{{instance}}"}}},
	}}
}
