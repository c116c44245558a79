package grafana

// messages is about how people are reached: what waits, and what became of the rest.
func messages() row {
	outbox := "soundings_outbox_messages"
	none := "Nobody was written to in this time."
	return row{title: "Messages", collapsed: true, panels: []panel{
		{key: "messages-states", title: "Messages by state", shape: stacked, w: 8, unit: "none", decimals: up(0), low: up(0), empty: none, page: "/outbox", colors: messageColors(),
			description: "Messages of the outbox, whatever way they go. Failed: they were refused or came back, and the next way takes over. Skipped: they were not needed or not allowed any more.",
			queries:     []query{{counted("state", latest(outbox)), "{{state}}"}}},
		{key: "messages-waiting", title: "Waiting by way", shape: stacked, w: 8, unit: "none", decimals: up(0), low: up(0), empty: none, page: "/outbox", colors: wayColors(),
			description: "Messages that wait, by way. Letters wait to be printed, and calls to be made.",
			queries:     []query{{counted("by", latest(outbox, `state=~"waiting|deferred"`)), "{{by}}"}}},
		{key: "mail-due", title: "Mails whose turn has come", shape: lines, w: 8, unit: "none", decimals: up(0), low: up(0), empty: none, page: "/outbox",
			description: "Mails that could be sent now. A line that does not come down means that the mail server takes too little or nothing.",
			queries:     []query{{valued("", latest("soundings_mail_queued")), "waiting"}}},
	}}
}
