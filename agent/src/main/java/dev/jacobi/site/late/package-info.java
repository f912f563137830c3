/**
 * Prologues for methods that cost time, put in when they do. Under {@code policy=adaptive} a class that is selected as a whole ({@code include=com.acme.*}; not by {@code @Jit},
 * {@code ::method} or {@code refusal=throw}) is loaded as it is, without prologues. When stacks show that the program spends time in one of its methods, in a call within a loop, code
 * is made of that method. Only if there is some, the class is retransformed and has the prologue. So what is never chosen costs nothing.
 *
 * <ul>
 * <li>The classes of objects are seen at calls only. Where they have to be known, the program is made and examined for the declared classes ({@code site.DeclaredObjects}) before the prologue comes.
 * <li>With the collectors Serial and Parallel threads do not stop in loops, so stacks say too little: all prologues come at once.
 * <li>Nothing of Jacobi's that a program has in use is subclassed on this way ({@code lift.heap.GrowableCollections}), because the JVM throws code away for the first subclass of a class of the JDK.
 * </ul>
 */
package dev.jacobi.site.late;
