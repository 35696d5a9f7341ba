-- Checkpoints count the network topic's only partition after the eight of the case topic. Until now only the directory wrote there.
update log_checkpoints set partition = 8 where source = 'directory' and partition = 0;
