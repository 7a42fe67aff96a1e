"""The reviewer's workflow: waivers, what changed since a baseline or between two drafts. Judges nothing anew."""
