/** Random faults under a workload whose whole history is checked. */
package io.arkeeper.systemtest.soak;
