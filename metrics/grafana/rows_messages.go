package grafana

// messages is about how people are reached: what waits, and what became of the rest.
func messages() row {
	outbox := "soundings_outbox_messages"
	none := "Nobody is written to by the server yet."
	return row{"Messages", []panel{
		{title: "Messages by state", shape: stacked, unit: "short", empty: none, colors: messageColors(),
			description: "Messages of the outbox, whatever way they go. Failed: they were refused or came back, and the next way takes over. Skipped: they were not needed or not allowed any more.",
			queries:     []query{{"sum by (state) (" + latest(outbox) + ")", "{{state}}"}}},
		{title: "Waiting by way", shape: stacked, unit: "short", empty: none,
			description: "Messages that wait, by way. Letters wait to be printed, and calls to be made.",
			queries:     []query{{"sum by (by) (" + latest(outbox, `state=~"waiting|deferred"`) + ")", "{{by}}"}}},
		{title: "Mails whose turn has come", unit: "short", empty: none,
			description: "Mails that could be sent now. A line that does not come down means that the mail server takes too little or nothing.",
			queries:     []query{{latest("soundings_mail_queued"), "waiting"}}},
	}}
}
