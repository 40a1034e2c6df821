/** Who may talk to the other members' ports: bounds and deadlines on connections that have not said yet who they are. */
package io.arkeeper.member.admission;
