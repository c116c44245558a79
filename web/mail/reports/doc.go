// Package reports reads delivery reports: what mail servers say of mail that they could not deliver (RFC 3464).
//
// Of a report counts what programs write for programs: the part with the delivery status, and the Message-ID in what is sent
// back of the mail. Older programs write sentences alone; then the header X-Failed-Recipients counts, which Exim has always
// written.
package reports
