"""The reviewer's workflow: waivers, baselines, comparisons of runs and of drafts. Judges nothing."""
