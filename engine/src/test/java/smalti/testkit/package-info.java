/// What a device is held to: scenes made from shapes and seeds, the reference in double, the table of operator cases and
/// the promises that every device keeps. Whoever writes a device extends [smalti.testkit.DeviceConformance].
package smalti.testkit;
