/// Learning features that tell what belongs together, on superpixels.
package smalti.metric;
