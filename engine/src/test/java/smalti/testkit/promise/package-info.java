/// The promises of segment pooling, one interface a subject; [smalti.testkit.DeviceConformance] gathers them.
package smalti.testkit.promise;
