/// What runs operators: the interface that devices implement, and how one is chosen.
package smalti.device;
