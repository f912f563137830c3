package dev.jacobi.llvm.jit;

import java.util.List;

/**
 * How much LLVM does for a module. Its best passes take longer by the square of a function's length in places, and the JVM itself only interprets methods that
 * long, so what is long gets fewer passes and quicker ones behind them: a third of the time.
 */
enum Effort {
    NONE("default<O0>", 0), LESS(Effort.BRIEF, 1), ARRAYS(Effort.ONCE, 3), MOST(Effort.WITHOUT_PAIRS, 3), FULL("default<O3>", 3);

    /** Characters of a module's text from which on it is long: some 3,000 statements with arrays. */
    static final int LONG = 1_500_000;
    /** From here on a loop's body may have so many loads and stores that no pass may look at all pairs of them. */
    static final int PAIRS = 300_000;
    private static final String COMBINE = "instcombine<no-verify-fixpoint>";
    private static final String HOIST = "simplifycfg<switch-range-to-icmp;switch-to-lookup;no-keep-loops;hoist-common-insts;sink-common-insts>";
    private static final String BEGIN = "inferattrs,function(lower-expect,simplifycfg,sroa,early-cse),ipsccp,called-value-propagation,globalopt,function(mem2reg,"
        + COMBINE + ",simplifycfg),always-inline,require<globals-aa>,function(invalidate<aa>),require<profile-summary>,";
    private static final String MIDDLE = "deadargelim,globalopt,globaldce,rpo-function-attrs,recompute-globalsaa,"
        + "function(float2int,lower-constant-intrinsics,loop(loop-rotate,loop-deletion),";
    private static final String END = ",sroa<preserve-cfg>," + COMBINE + ",loop-mssa(licm),alignment-from-assumptions,loop-sink,instsimplify,div-rem-pairs,"
        + "tailcallelim,simplifycfg),globaldce,constmerge";
    /**
     * What straight code and the loops around it gain by: the IR that the text is made of is simplified already, and has what is constant in front of its loops. {@code default<O1>} would
     * look at each instruction some forty times, and takes four times as long for it.
     */
    private static final String BRIEF = "inferattrs,function(lower-expect,simplifycfg,sroa,early-cse),globalopt,always-inline,"
        + "cgscc(devirt<4>(inline,function-attrs,function<eager-inv>(early-cse<memssa>,simplifycfg,loop-mssa(loop-instsimplify,loop-simplifycfg,loop-rotate,licm),"
        + "loop(loop-idiom,indvars,loop-deletion),sroa," + COMBINE + "," + HOIST + "))),function(adce),globaldce";
    /**
     * The passes of {@code default<O3>} without {@code loop-load-elim} and {@code slp-vectorizer}, which compare all loads and stores of a loop, or of a block, with
     * each other: for the three thousand that a trip of a gradient's loop may have the first took fifteen seconds. Loads that a trip has from the one before are gone
     * from the IR already. Loops are not copied for conditions that stay the same in them either, which took a third of the time for the many loops of a program on arrays.
     */
    private static final String WITHOUT_PAIRS = BEGIN + "cgscc(devirt<4>(inline,function-attrs,argpromotion,function<eager-inv>(sroa,early-cse<memssa>,"
        + "jump-threading,correlated-propagation,simplifycfg," + COMBINE + ",aggressive-instcombine,tailcallelim,simplifycfg,reassociate,constraint-elimination,"
        + "loop-mssa(loop-instsimplify,loop-simplifycfg,licm<no-allowspeculation>,loop-rotate,licm,simple-loop-unswitch<no-nontrivial;trivial>),simplifycfg,"
        + COMBINE + ",loop(loop-idiom,indvars,loop-deletion,loop-unroll-full),sroa,vector-combine,mldst-motion,gvn,sccp,bdce," + COMBINE
        + ",jump-threading,correlated-propagation,adce,memcpyopt,dse,loop-mssa(licm),simplifycfg<hoist-common-insts;sink-common-insts>," + COMBINE + "))),"
        + MIDDLE + "loop-vectorize,infer-alignment," + COMBINE + "," + HOIST + ",vector-combine," + COMBINE + ",loop-unroll<O3>" + END;
    /**
     * For programs of operations on arrays, whose loops are emitted in lanes where that pays: each pass once, behind it vectors for the loops that are left. Loops are not copied to run several
     * trips at a time, since a trip has some thirty elements already. {@code default<O3>} takes four times as long for such a program, and its code is no quicker.
     */
    private static final String ONCE = "inferattrs,function(lower-expect,simplifycfg,sroa,early-cse),globalopt,always-inline,"
        + "cgscc(devirt<4>(inline,function-attrs,function<eager-inv>(early-cse<memssa>,simplifycfg," + COMBINE
        + ",loop-mssa(loop-instsimplify,loop-simplifycfg,loop-rotate,licm),loop(loop-idiom,loop-deletion,loop-unroll-full),sroa,gvn," + COMBINE + "," + HOIST
        + ",dse,adce))),globaldce,function(loop-vectorize," + COMBINE + "," + HOIST + ",vector-combine,loop-mssa(licm))";
    private final String passes;
    private final int codeGeneration;

    Effort(String passes, int codeGeneration) {
        this.passes = passes;
        this.codeGeneration = codeGeneration;
    }

    /** For programs of loops over elements; {@code quick}: the code is wanted soon and runs seldom. */
    static Effort of(List<String> texts, boolean quick) {
        return of(characters(texts), quick);
    }

    /** For programs of operations on arrays. */
    static Effort ofArrays(List<String> texts, boolean quick) {
        return quick ? NONE : characters(texts) > LONG ? LESS : ARRAYS;
    }

    private static long characters(List<String> texts) {
        return texts.stream().mapToLong(String::length).sum();
    }

    static Effort of(long characters, boolean quick) {
        return quick ? NONE : characters > LONG ? LESS : characters > PAIRS ? MOST : FULL;
    }

    /** The passes as {@code LLVMRunPasses} takes them. */
    String passes() {
        return passes;
    }

    /** LLVMCodeGenOptLevel. */
    int codeGeneration() {
        return codeGeneration;
    }
}
