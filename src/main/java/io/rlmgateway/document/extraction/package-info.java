/** Text of PDF, Office, e-mail, book and archive files, by Apache Tika in a process for each file. */
@NullMarked
package io.rlmgateway.document.extraction;

import org.jspecify.annotations.NullMarked;
