/// Devices that are wrong on purpose, each in one way that a real library once was, or that a kernel easily is.
package smalti.conformance.fault;
