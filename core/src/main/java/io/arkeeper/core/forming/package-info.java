/** How a member without data decides between forming a new ensemble, joining an existing one, and waiting. */
package io.arkeeper.core.forming;
