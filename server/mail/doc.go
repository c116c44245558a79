// Package mail sends what is queued, over SMTP.
//
// Post hands messages to one mail server over a few connections that stay open, at a rate that the server takes. The words of
// a message come from a Writer.
package mail
