/// The command line. Commands read their options, ask the rooms below to work and tell what came of it; every error is one
/// line on standard error, `smalti: …`. Exit codes: 0 done, 1 failed, 2 used wrongly.
package smalti.cli;
