/// Every operator once more, in double and as plainly as it can be written: what devices are compared with.
package smalti.testkit.reference;
