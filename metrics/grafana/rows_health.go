package grafana

// health is about Soundings itself: requests, the store, background jobs and how old the figures above are.
func health() row {
	requests, store := "soundings_http_request_duration_seconds", "soundings_store_operation_duration_seconds"
	noRequests, noMail := "No request in this time.", "No mail has been sent in this time."
	failing := rate("job", requests+"_count", `code=~"5.."`) + " or 0 * " + rate("job", requests+"_count")
	return row{"Health of Soundings", []panel{
		{title: "Servers", shape: numbers, unit: "short", empty: "No server answers Prometheus.",
			description: "Servers that Prometheus reaches, by version and database.",
			queries:     []query{{"count by (version, engine) (soundings_build_info{" + ofServer + "})", "{{version}}, {{engine}}"}}},
		{title: "Age of the figures", shape: numbers, unit: "s", empty: "The figures were never counted.",
			description: "How long ago each server counted the figures above. They are counted every 15 seconds.",
			queries:     []query{{"time() - " + ofEach("soundings_refreshed_timestamp_seconds"), "{{instance}}"}}},
		{title: "Failing requests", shape: numbers, unit: "percentunit", empty: noRequests,
			description: "Requests that ended in an error of the server, of all requests.",
			queries:     []query{{"(" + failing + ") / " + rate("job", requests+"_count"), "failing"}}},
		{title: "Memory", shape: numbers, unit: "bytes", empty: "Not known on this system.",
			description: "Memory of each server, with the pages of the embedded database that it has mapped.",
			queries:     []query{{"process_resident_memory_bytes{" + ofServer + "}", "{{instance}}"}}},
		{title: "Requests", shape: stacked, unit: "reqps", empty: noRequests,
			description: "Requests per second by status code: 4xx are client errors, 5xx server errors.",
			queries:     []query{{rate("code", requests+"_count"), "{{code}}"}}},
		{title: "Slowest requests by route", unit: "s", empty: noRequests,
			description: "What 95 of 100 requests stay under, for the ten slowest routes.",
			queries:     []query{{"topk(10, " + p95("route", requests) + ")", "{{route}}"}}},
		{title: "Store operations", unit: "s", empty: "No operation of the database in this time.",
			description: "What 95 of 100 operations of the database stay under, by kind.",
			queries:     []query{{p95("operation", store), "{{operation}}"}}},
		{title: "Failed store operations", wide: true, unit: "ops", empty: "None has failed.",
			description: "Failed database operations per second. Conflicts and refusals do not count as failures.",
			queries:     []query{{rate("operation, collection", store+"_count", `result="failed"`), "{{operation}} {{collection}}"}}},
		{title: "Background jobs", wide: true, unit: "s", empty: "No job has been done yet.",
			description: "How long ago each server last did each background job. A line that climbs is a job that fails or hangs.",
			queries:     []query{{"time() - (" + ofEach("soundings_job_last_success_timestamp_seconds") + " > 0)", "{{task}}, {{instance}}"}}},
		{title: "Age of the newest backup", wide: true, unit: "s", empty: "No server has made a backup by itself.",
			description: "How long ago the newest backup was begun that a server made by itself. Every server shows that of the database.",
			queries:     []query{{"time() - (" + ofEach("soundings_backup_last_success_timestamp_seconds") + " > 0)", "{{instance}}"}}},
		{title: "Events from the portal", wide: true, unit: "eps", empty: "The portal has sent no events yet.",
			description: "Events per second, by kind and result.",
			queries:     []query{{rate("kind, result", "soundings_events_total"), "{{kind}}, {{result}}"}}},
		{title: "What came of mails", wide: true, shape: stacked, unit: "cpm", empty: noMail, colors: resultColors(),
			description: "Mails a minute by what came of handing them over. Trouble: the mail server could not be reached or took nothing. Deferred: they are tried again.",
			queries:     []query{{"60 * " + rate("result", "soundings_mail_total"), "{{result}}"}}},
		{title: "Refused or came back", wide: true, unit: "percentunit", empty: noMail,
			description: "Of the mails that were handed over, how many were refused for good or came back. Above 10% look at the addresses, and whether the mail server signs what it sends.",
			queries: []query{{"(" + rate("job", "soundings_mail_total", `result=~"refused|bounced"`) + ") / (" + rate("job", "soundings_mail_total", `result=~"sent|refused"`) + " > 0)",
				"refused or came back"}}},
	}}
}
